// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {IBatches} from "../interfaces/IBatches.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {Acting} from "../keepers/Acting.sol";
import {CollateralKeeper} from "../keepers/CollateralKeeper.sol";
import {Registry} from "../keepers/Registry.sol";
import {CivilDate} from "../libraries/CivilDate.sol";
import {Journal} from "../libraries/Journal.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {PartyId, RightId} from "../types/Ids.sol";
import {Subjects} from "../types/Subjects.sol";

/// @title The rules of {ISecurityInterests}, where they are stated
contract SecurityInterests is ISecurityInterests, CollateralKeeper {
    /// @notice Registrations in one transaction.
    uint256 public constant MAX_BATCH = 128;

    bytes32 private constant _CONSENT = keccak256("InterestConsent");

    constructor(ILedger ledger, IBatches batches) Registry(ledger, "SecurityInterests", 1) Acting(batches) {}

    /* INITIAL REGISTRATION 初始登记 */

    /// @inheritdoc ISecurityInterests
    function register(Registration[] calldata registrations) external returns (uint64 first) {
        uint32 agent = _authorize(Duties.MAKER, Capacities.SECURED_PARTY);
        uint256 count = registrations.length;
        if (count == 0 || count > MAX_BATCH) revert InvalidBatchSize(count);
        first = _LEDGER.next(count);
        // What a registration puts into memory is dead after it, and memory is paid for by its square.
        Memory.Pointer free = Memory.getFreeMemoryPointer();
        for (uint256 i = 0; i < count; ++i) {
            // A batch has at most {MAX_BATCH} members.
            _registerInitial(registrations[i], agent, first + uint64(i));
            Memory.unsafeSetFreeMemoryPointer(free);
        }
    }

    /* MECHANISM */

    function _registerInitial(Registration calldata given, uint32 agent, uint64 sequence) private {
        _requireValid(given.terms, agent);
        if (_takeCollateral(given, sequence)) {
            _requireConsent(
                _CONSENT,
                PartyId.unwrap(given.grantor),
                _wordsOf(given.collateral),
                keccak256(abi.encode(given.terms)),
                given.consent,
                given.grantor
            );
        }
        bytes32 stateHash = _initialStateHash(given, agent);
        bytes32 interest = bytes32(uint256(sequence));
        bytes32 entry = Journal.emitted(
            InterestRegistered.selector,
            interest,
            PartyId.unwrap(given.grantor),
            abi.encode(sequence, _now(), agent, stateHash, given.terms, _described(given.collateral))
        );
        _begin(Subjects.INTEREST, interest, stateHash, entry, PartyId.unwrap(given.grantor));
    }

    /// @return consent whether the type of any of the rights demands the grantor's consent
    function _takeCollateral(Registration calldata given, uint64 sequence) private returns (bool consent) {
        uint256 count = given.collateral.length;
        if (count == 0 || count > MAX_COLLATERAL) revert InvalidCollateralCount(count);
        for (uint256 i = 0; i < count; ++i) {
            CollateralInput calldata item = given.collateral[i];
            bool asks = _requirePledgeable(item, given.grantor, given.terms.termFrom, given.terms.termTo);
            consent = consent || asks;
            _encumber(
                item.right,
                item.head,
                sequence,
                sequence,
                item.intervals,
                given.terms.acknowledgeJunior
            );
        }
    }

    /* RULES */

    function _requireValid(Terms calldata terms, uint32 agent) private view {
        if (terms.kind == Kind.NONE) revert InvalidKind();
        if (terms.securedAmount == 0 || terms.currency == 0) revert InvalidAmount();
        if (!_isText(terms.contractNumber)) revert InvalidContractNumber();
        _requireSecuredParties(terms.securedParties, agent);
        if (CivilDate.endOf(terms.termTo) < block.timestamp) revert TermAlreadyOver(terms.termTo);
    }

    /* SHAPES */

    function _initialStateHash(Registration calldata given, uint32 agent) private pure returns (bytes32) {
        RightId[] memory rights = new RightId[](given.collateral.length);
        for (uint256 i = 0; i < rights.length; ++i) rights[i] = given.collateral[i].right;
        Terms calldata terms = given.terms;
        return
            _hashOf(
                InterestState({
                    grantor: given.grantor,
                    debtor: terms.debtor,
                    kind: terms.kind,
                    status: terms.advance ? Status.ADVANCE : Status.EFFECTIVE,
                    agent: agent,
                    securedParties: terms.securedParties,
                    securedAmount: terms.securedAmount,
                    currency: terms.currency,
                    termFrom: terms.termFrom,
                    termTo: terms.termTo,
                    contractDigest: terms.contractDigest,
                    rights: rights,
                    increases: new uint256[](0)
                }),
                ""
            );
    }
}
