// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ICancellations} from "../interfaces/ICancellations.sol";
import {IBatches} from "../interfaces/IBatches.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {Acting} from "../keepers/Acting.sol";
import {InterestKeeper} from "../keepers/InterestKeeper.sol";
import {Registry} from "../keepers/Registry.sol";
import {Approval} from "../types/Approval.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {InterestId} from "../types/Ids.sol";
import {Head} from "../types/Subjects.sol";

/// @title The rules of {ICancellations}, where they are stated
contract Cancellations is ICancellations, InterestKeeper {
    bytes32 private constant _CANCELLATION = keccak256("InterestCancellation");
    bytes32 private constant _RELEASE = keccak256("InterestRelease");
    bytes32 private constant _REVOCATION = keccak256("InterestRevocation");

    constructor(ILedger ledger, IBatches batches) Registry(ledger, "Cancellations", 1) Acting(batches) {}

    /* WHOLE 注销 */

    /// @inheritdoc ICancellations
    function cancel(
        InterestId interest,
        Head calldata head,
        Head[] calldata rights,
        Reason reason,
        Approval calldata approval
    ) external returns (uint64 sequence) {
        ISecurityInterests.InterestState calldata state = _interestState(head);
        uint32 agent = _requireAgent(interest, state);
        _requireStatus(interest, state.status, _UNENDED);
        if (reason == Reason.NONE) revert InvalidReason();
        address approver = _requireChecker(
            _CANCELLATION,
            InterestId.unwrap(interest),
            _wordOf(head),
            keccak256(abi.encode(reason)),
            approval,
            agent,
            Capacities.SECURED_PARTY
        );
        sequence = _LEDGER.next(1);
        _dischargeAll(interest, state, rights, sequence);
        bytes32 stateHash = _hashWith(head, ISecurityInterests.Status.CANCELLED);
        _recordEnd(
            interest,
            head,
            stateHash,
            InterestCancelled.selector,
            abi.encode(sequence, _now(), agent, stateHash, reason, approver)
        );
    }

    /* PART 部分注销 */

    /// @inheritdoc ICancellations
    function release(
        InterestId interest,
        Head calldata head,
        Released[] calldata released,
        Reason reason,
        Approval calldata approval
    ) external returns (uint64 sequence) {
        ISecurityInterests.InterestState calldata state = _interestState(head);
        uint32 agent = _requireAgent(interest, state);
        _requireStatus(interest, state.status, _UNENDED);
        if (reason == Reason.NONE) revert InvalidReason();
        ISecurityInterests.Collateral[] memory collateral = _collateralOf(released, state);
        address approver = _requireChecker(
            _RELEASE,
            InterestId.unwrap(interest),
            _wordOf(head),
            keccak256(abi.encode(collateral, reason)),
            approval,
            agent,
            Capacities.SECURED_PARTY
        );
        sequence = _LEDGER.next(1);
        for (uint256 i = 0; i < released.length; ++i) {
            _release(released[i].right, released[i].head, _refOf(interest), released[i].intervals, sequence);
        }
        bytes32 stateHash = keccak256(head.state);
        _record(
            interest,
            head,
            stateHash,
            InterestReleased.selector,
            abi.encode(sequence, _now(), agent, stateHash, collateral, reason, approver)
        );
    }

    /* REVOCATION 撤销 */

    /// @inheritdoc ICancellations
    function revoke(
        InterestId interest,
        Head calldata head,
        Head[] calldata rights,
        Judgment calldata judgment,
        Approval calldata approval
    ) external returns (uint64 sequence) {
        uint32 court = _authorize(Duties.MAKER, Capacities.COURT);
        ISecurityInterests.InterestState calldata state = _interestState(head);
        _requireStatus(interest, state.status, _UNENDED);
        _requireValid(judgment);
        address approver = _requireChecker(
            _REVOCATION,
            InterestId.unwrap(interest),
            _wordOf(head),
            keccak256(abi.encode(judgment)),
            approval,
            court,
            Capacities.COURT
        );
        sequence = _LEDGER.next(1);
        _dischargeAll(interest, state, rights, sequence);
        bytes32 stateHash = _hashWith(head, ISecurityInterests.Status.REVOKED);
        _recordEnd(
            interest,
            head,
            stateHash,
            InterestRevoked.selector,
            abi.encode(sequence, _now(), court, stateHash, judgment, approver)
        );
    }

    /* RULES */

    function _requireValid(Judgment calldata judgment) private view {
        if (
            !_isText(judgment.court) ||
            !_isText(judgment.number) ||
            !_hasCome(judgment.effectiveDay) ||
            judgment.digest == 0
        ) {
            revert InvalidJudgment();
        }
    }

    /// @notice What is released, without the heads, if there is anything and all of it is of rights of the interest.
    /// @dev Bounded by {MAX_COLLATERAL}².
    function _collateralOf(
        Released[] calldata released,
        ISecurityInterests.InterestState calldata state
    ) private pure returns (ISecurityInterests.Collateral[] memory collateral) {
        uint256 count = released.length;
        if (count == 0 || count > MAX_COLLATERAL) revert InvalidRelease(count);
        collateral = new ISecurityInterests.Collateral[](count);
        for (uint256 i = 0; i < count; ++i) {
            if (!_isOn(state, released[i].right)) revert InvalidRelease(i);
            collateral[i] = ISecurityInterests.Collateral(released[i].right, released[i].intervals);
        }
    }
}
