// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IInstitutions} from "../interfaces/IInstitutions.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {Registry} from "../keepers/Registry.sol";
import {Members} from "../libraries/Members.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {Facts} from "../types/Facts.sol";
import {PartyId} from "../types/Ids.sol";

/// @title The rules of {IInstitutions}, where they are stated
contract Institutions is IInstitutions, AccessManaged, Registry {
    /// @notice A registry whose keys never become active could not be repaired.
    uint40 public constant MAX_KEY_DELAY = 90 days;

    modifier onlyAdmitted(uint32 number) {
        if (!_isAdmitted(number)) revert UnknownInstitution(number);
        _;
    }

    constructor(
        address authority,
        ILedger ledger
    ) AccessManaged(authority) Registry(ledger, "Institutions", 1) {}

    /* GOVERNANCE */

    /// @inheritdoc IInstitutions
    function admit(
        PartyId party,
        uint16 capacities,
        string calldata name
    ) external restricted returns (uint32 number) {
        if (PartyId.unwrap(party) == 0) revert InvalidParty();
        _requireCapacities(capacities);
        uint32 known = Members.numberOf(_LEDGER, party);
        if (known != 0) revert AlreadyAdmitted(party, known);
        uint32 last = Members.countOf(_LEDGER);
        number = last + 1;
        _LEDGER.record(Facts.INSTITUTION_COUNT, 0, Members.refOf(last), Members.refOf(number));
        _LEDGER.record(Facts.PARTY_INSTITUTION, PartyId.unwrap(party), 0, Members.refOf(number));
        _LEDGER.record(Facts.INSTITUTION_PARTY, Members.refOf(number), 0, PartyId.unwrap(party));
        _setStanding(number, capacities, false);
        emit InstitutionAdmitted(number, party, capacities, _now(), name);
    }

    /// @inheritdoc IInstitutions
    function setCapacities(uint32 number, uint16 capacities) external restricted onlyAdmitted(number) {
        _requireCapacities(capacities);
        (, bool suspended) = Members.standingOf(_LEDGER, number);
        _setStanding(number, capacities, suspended);
        emit CapacitiesChanged(number, Members.partyOf(_LEDGER, number), capacities, _now());
    }

    /// @inheritdoc IInstitutions
    function suspend(uint32 number, string calldata reason) external restricted onlyAdmitted(number) {
        (uint16 capacities, bool suspended) = Members.standingOf(_LEDGER, number);
        if (suspended) return;
        _setStanding(number, capacities, true);
        emit InstitutionSuspended(number, Members.partyOf(_LEDGER, number), _now(), reason);
    }

    /// @inheritdoc IInstitutions
    function reinstate(uint32 number, string calldata reason) external restricted onlyAdmitted(number) {
        (uint16 capacities, bool suspended) = Members.standingOf(_LEDGER, number);
        if (!suspended) return;
        _setStanding(number, capacities, false);
        emit InstitutionReinstated(number, Members.partyOf(_LEDGER, number), _now(), reason);
    }

    /// @inheritdoc IInstitutions
    function setKeyDelay(uint40 delay) external restricted {
        if (delay > MAX_KEY_DELAY) revert InvalidKeyDelay(delay);
        _LEDGER.record(Facts.KEY_DELAY, 0, _LEDGER.fact(Facts.KEY_DELAY, 0), bytes32(uint256(delay)));
        emit KeyDelaySet(delay, _now());
    }

    /// @inheritdoc IInstitutions
    function addKey(
        uint32 number,
        address account,
        uint8 duty,
        uint40 activeFrom
    ) external restricted onlyAdmitted(number) {
        if (account == address(0)) revert InvalidKey(account);
        if (duty != Duties.MAKER && duty != Duties.CHECKER && duty != Duties.AUDITOR)
            revert InvalidDuty(duty);
        uint32 bound = Members.keyOf(_LEDGER, account).institution;
        if (bound != 0) revert KeyAlreadyBound(account, bound);
        uint40 time = _now();
        // The delay is at most {MAX_KEY_DELAY}.
        uint40 earliest = time + uint40(uint256(_LEDGER.fact(Facts.KEY_DELAY, 0)));
        uint40 active = activeFrom > earliest ? activeFrom : earliest;
        bytes32 fact = Members.packedKey(Key(number, duty, active, 0));
        _LEDGER.record(Facts.KEY, Members.refOf(account), 0, fact);
        emit KeyAdded(number, account, duty, active, time);
    }

    /// @inheritdoc IInstitutions
    function removeKey(address account) external restricted {
        Key memory held = Members.keyOf(_LEDGER, account);
        if (held.institution == 0) revert UnknownKey(account);
        if (held.removedAt != 0) return;
        bytes32 before = Members.packedKey(held);
        held.removedAt = _now();
        _LEDGER.record(Facts.KEY, Members.refOf(account), before, Members.packedKey(held));
        emit KeyRemoved(held.institution, account, held.removedAt);
    }

    /* AUTHORIZATION */

    /// @inheritdoc IInstitutions
    function authorize(
        address account,
        uint8 duties,
        uint16 capacities
    ) external view returns (uint32 number) {
        return Members.authorize(_LEDGER, account, duties, capacities);
    }

    /// @inheritdoc IInstitutions
    function institution(uint32 number) external view returns (Institution memory) {
        (uint16 capacities, bool suspended) = Members.standingOf(_LEDGER, number);
        return Institution(Members.partyOf(_LEDGER, number), capacities, suspended, _isAdmitted(number));
    }

    /// @inheritdoc IInstitutions
    function key(address account) external view returns (Key memory) {
        return Members.keyOf(_LEDGER, account);
    }

    /// @inheritdoc IInstitutions
    function numberOf(PartyId party) external view returns (uint32) {
        return Members.numberOf(_LEDGER, party);
    }

    /// @inheritdoc IInstitutions
    function count() external view returns (uint32) {
        return Members.countOf(_LEDGER);
    }

    function _setStanding(uint32 number, uint16 capacities, bool suspended) private {
        bytes32 ref = Members.refOf(number);
        bytes32 present = _LEDGER.fact(Facts.INSTITUTION, ref);
        _LEDGER.record(Facts.INSTITUTION, ref, present, Members.packedStanding(capacities, suspended));
    }

    function _isAdmitted(uint32 number) private view returns (bool) {
        return number != 0 && number <= Members.countOf(_LEDGER);
    }

    function _requireCapacities(uint16 capacities) private pure {
        if (capacities == 0 || capacities & ~Capacities.ALL != 0) revert InvalidCapacities(capacities);
    }
}
