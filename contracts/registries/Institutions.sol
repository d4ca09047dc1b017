// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IInstitutions} from "../interfaces/IInstitutions.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {PartyId} from "../types/Ids.sol";

/// @title The rules of {IInstitutions}, where they are stated
contract Institutions is IInstitutions, AccessManaged {
    /// @notice A registry whose keys never become active could not be repaired.
    uint40 public constant MAX_KEY_DELAY = 90 days;

    mapping(uint32 number => Institution) private _institutions;
    mapping(address account => Key) private _keys;
    mapping(PartyId party => uint32 number) private _numbers;
    uint32 private _count;
    uint40 private _keyDelay;

    modifier onlyAdmitted(uint32 number) {
        if (!_institutions[number].admitted) revert UnknownInstitution(number);
        _;
    }

    constructor(address authority) AccessManaged(authority) {}

    /* GOVERNANCE */

    /// @inheritdoc IInstitutions
    function admit(
        PartyId party,
        uint16 capacities,
        string calldata name
    ) external restricted returns (uint32 number) {
        if (PartyId.unwrap(party) == 0) revert InvalidParty();
        _requireCapacities(capacities);
        if (_numbers[party] != 0) revert AlreadyAdmitted(party, _numbers[party]);
        number = ++_count;
        _numbers[party] = number;
        _institutions[number] = Institution(party, capacities, false, true);
        emit InstitutionAdmitted(number, party, capacities, uint40(block.timestamp), name);
    }

    /// @inheritdoc IInstitutions
    function setCapacities(uint32 number, uint16 capacities) external restricted onlyAdmitted(number) {
        _requireCapacities(capacities);
        _institutions[number].capacities = capacities;
        emit CapacitiesChanged(number, _institutions[number].party, capacities, uint40(block.timestamp));
    }

    /// @inheritdoc IInstitutions
    function suspend(uint32 number, string calldata reason) external restricted onlyAdmitted(number) {
        if (_institutions[number].suspended) return;
        _institutions[number].suspended = true;
        emit InstitutionSuspended(number, _institutions[number].party, uint40(block.timestamp), reason);
    }

    /// @inheritdoc IInstitutions
    function reinstate(uint32 number, string calldata reason) external restricted onlyAdmitted(number) {
        if (!_institutions[number].suspended) return;
        _institutions[number].suspended = false;
        emit InstitutionReinstated(number, _institutions[number].party, uint40(block.timestamp), reason);
    }

    /// @inheritdoc IInstitutions
    function setKeyDelay(uint40 delay) external restricted {
        if (delay > MAX_KEY_DELAY) revert InvalidKeyDelay(delay);
        _keyDelay = delay;
        emit KeyDelaySet(delay, uint40(block.timestamp));
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
        uint32 bound = _keys[account].institution;
        if (bound != 0) revert KeyAlreadyBound(account, bound);
        uint40 time = uint40(block.timestamp);
        uint40 earliest = time + _keyDelay;
        uint40 active = activeFrom > earliest ? activeFrom : earliest;
        _keys[account] = Key(number, duty, active, 0);
        emit KeyAdded(number, account, duty, active, time);
    }

    /// @inheritdoc IInstitutions
    function removeKey(address account) external restricted {
        Key storage held = _keys[account];
        if (held.institution == 0) revert UnknownKey(account);
        if (held.removedAt != 0) return;
        held.removedAt = uint40(block.timestamp);
        emit KeyRemoved(held.institution, account, held.removedAt);
    }

    /* AUTHORIZATION */

    /// @inheritdoc IInstitutions
    function authorize(
        address account,
        uint8 duties,
        uint16 capacities
    ) external view returns (uint32 number) {
        Key memory held = _keys[account];
        number = held.institution;
        if (number == 0) revert UnknownKey(account);
        if (held.removedAt != 0) revert KeyNoLongerActive(account, held.removedAt);
        if (held.activeFrom > block.timestamp) revert KeyNotYetActive(account, held.activeFrom);
        if (held.duty & duties == 0) revert WrongDuty(account, held.duty, duties);
        Institution storage who = _institutions[number];
        if (who.suspended) revert SuspendedInstitution(number);
        if (who.capacities & capacities == 0) revert WrongCapacity(number, who.capacities, capacities);
    }

    /// @inheritdoc IInstitutions
    function institution(uint32 number) external view returns (Institution memory) {
        return _institutions[number];
    }

    /// @inheritdoc IInstitutions
    function key(address account) external view returns (Key memory) {
        return _keys[account];
    }

    /// @inheritdoc IInstitutions
    function numberOf(PartyId party) external view returns (uint32) {
        return _numbers[party];
    }

    /// @inheritdoc IInstitutions
    function count() external view returns (uint32) {
        return _count;
    }

    function _requireCapacities(uint16 capacities) private pure {
        if (capacities == 0 || capacities & ~Capacities.ALL != 0) revert InvalidCapacities(capacities);
    }
}
